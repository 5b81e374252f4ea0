// What one drawing shows, the other shows too: the same part, as large, and the same subprocess.

/** The same plane of the other drawing, where it has one. */
function samePlane(from, to) {
  const root = from.viewer.get('canvas').getRootElement();
  const canvas = to.viewer.get('canvas');
  return canvas.getRootElements().find((other) => other.id === root.id) ?? canvas.getRootElements()[0];
}

/** Links two sides: {viewer}. Each follows the other, and what it does because it follows leads nobody on. */
export function link(one, other) {
  let following = false;
  const follow = (act) => {
    if (following) return;
    following = true;
    try {
      act();
    } finally {
      following = false;
    }
  };
  for (const [from, to] of [[one, other], [other, one]]) {
    from.viewer.on('root.set', () => follow(() => to.viewer.get('canvas').setRootElement(samePlane(from, to))));
    from.viewer.on('canvas.viewbox.changed', ({ viewbox }) => follow(() => {
      const { x, y, width, height } = viewbox;
      to.viewer.get('canvas').viewbox({ x, y, width, height });
    }));
  }
  // The one that needs more room decides what is seen first.
  const [larger] = [one, other].sort((a, b) => a.viewer.get('canvas').zoom() - b.viewer.get('canvas').zoom());
  const { x, y, width, height } = larger.viewer.get('canvas').viewbox();
  (larger === one ? other : one).viewer.get('canvas').viewbox({ x, y, width, height });
}
