// Answers plans in Enketo, untimed, and hands back its instance as XML after every so many changes. What is not relevant is
// left out of the instance but kept in the form, as ODK's engine and ours do it (Enketo's default forgets it at once).
import { transform } from 'enketo-transformer/web';
import { Form } from 'enketo-core';

const answer = (controls, control, value, position) => {
  if (control === 'input' || controls[0]?.tagName === 'SELECT') {
    const one = controls[position - 1];
    one.value = value;
    return one;
  }
  const wanted = control === 'select' ? value.split(' ') : [value];
  const chosen = wanted.map((word) => controls.find((one) => one.value === word));
  if (chosen.includes(undefined)) throw new Error('no such choice is shown');
  controls.forEach((one) => { one.checked = chosen.includes(one); });
  return chosen.at(-1);
};

export async function bench(xml, { plans, every }) {
  const made = await transform({ xform: xml });
  const replays = [];
  for (const plan of plans) {
    document.body.innerHTML = made.form;
    const data = { modelStr: made.model, external: [] };
    const form = new Form(document.querySelector('form.or'), data, { clearIrrelevantImmediately: false });
    form.init();
    const controls = new Map();
    for (const one of form.view.html.querySelectorAll('input,select,textarea')) {
      const name = one.dataset.name || one.name;
      controls.set(name, [...(controls.get(name) ?? []), one]);
    }
    const refused = [];
    const instances = [];
    for (const [step, [control, path, value]] of plan.entries()) {
      const [, before, position, after] = path.match(/^(.*)\[(\d+)\](.*)$/) ?? [null, path, 1, ''];
      try {
        answer(controls.get(before + after), control, value, Number(position))
          .dispatchEvent(new Event('change', { bubbles: true }));
        await null;
      } catch (error) {
        refused.push([step, path, value, String(error.message ?? error)]);
      }
      if ((step + 1) % every === 0 || step + 1 === plan.length) instances.push([step + 1, form.getDataStr({ irrelevant: false })]);
    }
    replays.push({ refused, instances });
  }
  return { replays };
}
