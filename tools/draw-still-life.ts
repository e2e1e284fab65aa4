import sharp from 'sharp';

/**
 * Draws an image of a bowl, a bottle and a window's light, as PNG. Each whole hue (degrees) gives a different image, and
 * each note another file.
 */
export const drawStillLife = (hue: number, width = 1024, height = width, note?: string): Promise<Buffer> => {
  const colour = (shift: number, saturation: number, lightness: number) =>
    `hsl(${(hue + shift) % 360} ${saturation}% ${lightness}%)`;
  const scene = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100"
    width="${width}" height="${height}" preserveAspectRatio="xMidYMid slice">
    <defs><linearGradient id="wall" x1="0" y1="0" x2="1" y2="1">
      <stop offset="0" stop-color="${colour(0, 35, 88)}"/><stop offset="1" stop-color="${colour(30, 30, 62)}"/>
    </linearGradient></defs>
    <rect width="100" height="100" fill="url(#wall)"/>
    <rect y="68" width="100" height="32" fill="${colour(20, 28, 38)}"/>
    <polygon points="8,8 34,4 40,40 14,44" fill="${colour(0, 60, 94)}" opacity=".6"/>
    <path d="M60 28 h8 v12 q8 4 8 14 v18 h-24 v-18 q0-10 8-14 z" fill="${colour(140, 40, 34)}" opacity=".92"/>
    <path d="M18 58 h34 q-2 16 -17 16 t-17 -16 z" fill="${colour(200, 34, 56)}"/>
    <circle cx="30" cy="56" r="5" fill="${colour(320, 62, 52)}"/><circle cx="40" cy="55" r="6" fill="${colour(340, 58, 46)}"/>
  </svg>`;
  const picture = sharp(Buffer.from(scene)).png();
  return (note ? picture.withExif({ IFD0: { ImageDescription: note } }) : picture).toBuffer();
};
