export { TrellisConfig } from './trellis-config.ts';
export { ConfigModule } from './config.module.ts';
export { InvalidConfigurationError, loadConfig } from './load-config.ts';
export { hostInUrl, launchSettings, type LaunchSettings } from './launch-settings.ts';
export { Setting, listed, settingsOf, whole, type SettingOptions, type SettingsClass } from './setting.ts';
