import { Slider } from '@mantine/core';
import { TILE_SIZES, useTileSize } from './tile-size.ts';

export function SizeSlider() {
  const [size, setSize] = useTileSize();
  return (
    <Slider
      w={110}
      size="sm"
      color="teal.8"
      min={0}
      max={TILE_SIZES.length - 1}
      label={null}
      value={size}
      onChange={setSize}
      thumbLabel="Size of the pictures"
    />
  );
}
