// Before the first paint: the colours and the density chosen on this device. `applyLook.ts` keeps the copies that this reads.
;(function () {
  const root = document.documentElement
  try {
    const theme = localStorage.getItem('nightsafe-theme')
    if (theme === 'light' || theme === 'dark') {
      root.dataset.theme = theme
      // the canvas behind the page is painted before any style sheet is there
      document.querySelector('meta[name="color-scheme"]').content = theme
    }
    if (localStorage.getItem('nightsafe-density') === 'compact') root.dataset.density = 'compact'
  } catch (error) {
    console.warn('the chosen look cannot be read', error)
  }
})()
