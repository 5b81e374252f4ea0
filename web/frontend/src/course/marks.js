const MARKS = ['is-done', 'is-active', 'is-incident', 'is-around', 'is-open', 'is-gone',
  'heat-1', 'heat-2', 'heat-3', 'heat-4', 'heat-5'];

/** Takes every mark and figure off the drawing. */
export function clear(viewer) {
  const canvas = viewer.get('canvas');
  viewer.get('elementRegistry').forEach((element) => {
    for (const mark of MARKS) if (canvas.hasMarker(element, mark)) canvas.removeMarker(element, mark);
  });
  viewer.get('overlays').remove({ type: 'token' });
  viewer.get('overlays').remove({ type: 'heat' });
}
