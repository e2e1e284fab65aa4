export { reportOf } from './surface-report.ts';
export { settingsTable, withSettings } from './settings-table.ts';
