// Before the first paint, so that a dark page is never white for a moment. Reads what the colour scheme switch keeps.
{
  const kept = localStorage.getItem('trellis-color-scheme');
  const dark = kept === 'dark' || (kept !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light');
}
