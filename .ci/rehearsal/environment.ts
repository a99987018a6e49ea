const inherited = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^(npm_|pnpm_|vitest|vite_|test$|node_env$|node_options$|init_cwd$)/i.test(name)),
);

/** The environment of a person who types commands: nothing of the package manager or test runner that started us, but its registry. */
export const plainEnvironment: NodeJS.ProcessEnv = {
  ...inherited,
  ...(process.env.npm_config_registry === undefined ? {} : { npm_config_registry: process.env.npm_config_registry }),
  CI: 'true',
  NO_COLOR: '1',
  TURBO_TELEMETRY_DISABLED: '1',
  npm_config_audit: 'false',
  npm_config_fund: 'false',
  npm_config_update_notifier: 'false',
};

/** The same, with every package taken from, and published to, one registry. */
export const environmentOf = (registry: string, userConfig: string): NodeJS.ProcessEnv => ({
  ...plainEnvironment,
  npm_config_registry: registry,
  npm_config_userconfig: userConfig,
});
