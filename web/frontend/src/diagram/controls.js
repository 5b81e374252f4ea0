import { fit, step } from './view.js';

/** Zoom buttons at the bottom left: the bpmn.io mark has the right corner, the path into subprocesses the top. */
export function addControls(viewer, host) {
  const bar = document.createElement('div');
  bar.className = 'zoom';
  const { zoomOut, zoomIn, zoomFit } = host.dataset;
  for (const [sign, label, act] of [
    ['−', zoomOut, () => step(viewer, 1 / 1.3)],
    ['+', zoomIn, () => step(viewer, 1.3)],
    [zoomFit ?? '⤢', zoomFit, () => fit(viewer)],
  ]) {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = sign;
    if (label && label !== sign) button.setAttribute('aria-label', label);
    button.addEventListener('click', act);
    bar.append(button);
  }
  host.append(bar);
}
