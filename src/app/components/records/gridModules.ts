import {
  CellStyleModule,
  ColumnApiModule,
  CustomEditorModule,
  InfiniteRowModelModule,
  LocaleModule,
  ModuleRegistry,
  RenderApiModule,
  RowApiModule,
  RowSelectionModule,
  RowStyleModule,
  ScrollApiModule,
} from 'ag-grid-community'

/** Tells the grid what it is to be able to do, and no more: each module costs bytes. Call it before the first grid. */
export function registerGridModules(): void {
  ModuleRegistry.registerModules([
    CellStyleModule, ColumnApiModule, CustomEditorModule, InfiniteRowModelModule, LocaleModule, RenderApiModule, RowApiModule, RowSelectionModule,
    RowStyleModule, ScrollApiModule,
  ])
}
