// Answers plans in ODK's engine, untimed, and hands back its instance as XML after every so many changes.
import { loadForm } from '@getodk/xforms-engine';

const answer = (node, control, value) => {
  if (node.nodeType === 'select') {
    if (control === 'select') node.selectValues(value.split(' ').filter(Boolean));
    else node.selectValue(value || null);
  } else if (value === '') node.setValue('');
  else node.setValue({ int: BigInt, decimal: Number }[node.valueType]?.(value) ?? value);
};

export async function bench(xml, { plans, every }) {
  const form = await loadForm(xml, {
    fetchFormAttachment: async () => new Response('', { status: 404 }),
    missingResourceBehavior: 'BLANK',
  });
  if (form.status === 'failure') throw form.error;
  const replays = plans.map((plan) => {
    const { root } = form.createInstance();
    const nodes = new Map();
    const note = (node) => {
      nodes.set(node.currentState.reference, node);
      node.currentState.children?.forEach(note);
    };
    note(root);
    const refused = [];
    const instances = [];
    plan.forEach(([control, path, value], step) => {
      try {
        answer(nodes.get(path), control, value);
      } catch (error) {
        refused.push([step, path, value, String(error.message ?? error)]);
      }
      if ((step + 1) % every === 0 || step + 1 === plan.length) instances.push([step + 1, root.instanceState.instanceXML]);
    });
    return { refused, instances };
  });
  return { replays };
}
