import { words } from '../../app/words.ts';

interface ZoomProps {
  readonly onZoom: (factor: number) => void;
  readonly onFit: () => void;
}

export function ZoomButtons({ onZoom, onFit }: ZoomProps) {
  const button = (label: string, sign: string, press: () => void) => (
    <button type="button" class="icon" aria-label={label} title={label} onClick={press}>
      {sign}
    </button>
  );
  return (
    <div class="zoom" role="group" aria-label={words.panel.zoom}>
      {button(words.panel.zoomIn, '+', () => onZoom(1.25))}
      {button(words.panel.zoomOut, '−', () => onZoom(0.8))}
      {button(words.panel.fit, '⤢', onFit)}
    </div>
  );
}
