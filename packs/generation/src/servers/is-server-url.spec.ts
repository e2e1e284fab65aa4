import { isServerUrl, serverUrl } from './is-server-url.ts';

describe('the address of a server', () => {
  it.each([
    'http://127.0.0.1:8188',
    'https://comfy.example.org/studio/',
    'http://192.168.1.20:8188',
    'http://[::1]:8188',
    'http://workshop:8188',
  ])('may be %s', (url) => expect(isServerUrl(url)).toBe(true));

  it.each([
    ...['', 'workshop:8188', 'ftp://workshop', 'file:///etc/passwd', 'http://', 'http://a b'],
    ...['http://user:secret@workshop', 'http://workshop/?key=1', 'http://workshop/#a', 'http://workshop/?'],
    ...['http://169.254.169.254/', 'http://[fe80::1]/', 'http://[fd00:ec2::254]/', 'http://0xA9FEA9FE/'],
    ...['http://0.0.0.0:8188', 'javascript:alert(1)', `http://workshop/${'a'.repeat(2_000)}`, 7, null, undefined],
  ])('may not be %j', (url) => expect(isServerUrl(url)).toBe(false));

  it('is kept in one spelling', () => {
    expect(serverUrl('HTTP://Workshop:80/')).toBe('http://workshop');
    expect(serverUrl('https://a.example/studio//')).toBe('https://a.example/studio');
  });
});
