export { createRememberedFolder, type ReadFiles, type RememberedFolder } from '../../platform/browser/rememberedFolder'
