// Before the first paint: the theme that was chosen on this device. `applyTheme.ts` keeps the copy that this reads.
;(function () {
  try {
    const theme = localStorage.getItem('nightsafe-theme')
    if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme
  } catch (error) {
    console.warn('the chosen theme cannot be read', error)
  }
})()
