const STEPS = 5;

/** Colours the steps by a figure, the most in the strongest of five shades, and writes the figures beside them. */
export function heat(viewer, figures, by) {
  const canvas = viewer.get('canvas');
  const registry = viewer.get('elementRegistry');
  const known = Object.entries(figures).filter(([id]) => registry.get(id));
  const most = Math.max(0, ...known.map(([, figure]) => figure[by]));
  for (const [id, figure] of known) {
    const element = registry.get(id);
    if (element.children?.length) continue; // what lies inside has shades of its own
    // the root brings small figures apart: most steps take minutes, some months
    const shade = most ? Math.max(1, Math.ceil(Math.sqrt(figure[by] / most) * STEPS)) : 1;
    canvas.addMarker(element, `heat-${shade}`);
    if (!figure.said || element.width < 60) continue;
    const html = document.createElement('div');
    html.className = 'heat-said';
    html.textContent = figure.said;
    viewer.get('overlays').add(id, 'heat', { position: { bottom: -4, left: 0 }, html });
  }
}
