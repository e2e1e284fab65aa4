/** The links of the navigation, in their order, with the letter behind `g` where there is one. */
export const screens = [
  { name: 'Today', to: '/', letter: 't' },
  { name: 'Personas', to: '/personas', letter: 'p' },
  { name: 'Clusters', to: '/clusters', letter: 'c' },
  { name: 'Runs', to: '/runs', letter: 'r' },
  { name: 'Photos', to: '/photos', letter: 'h' },
  { name: 'Links', to: '/links', letter: 'l' },
  { name: 'Calendar', to: '/calendar', letter: 'k' },
  { name: 'Pipelines', to: '/pipelines', letter: '' },
  { name: 'Settings', to: '/settings/keys', letter: '' },
] as const;
