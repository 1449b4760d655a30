import type { Json } from '../../model/json.ts';
import type { Subject } from '../../model/subject.ts';
import { mentions } from '../../support/json.ts';
import { fill, inOrder, rewrite, unchanged, type Opinion } from '../change.ts';
import type { Invariant } from '../invariant.ts';
import { isBrandReference } from '../places.ts';

const id = 'brand';

/** Sellers scope state by brand: one step under another name and the next cannot find its own media buy. */
export const brand: Invariant = {
  id,
  renames: ({ subject: { brand: to, home, kitBrand } }) =>
    [home, kitBrand].some((own) => to && own && own.value !== to.value) ? ['domain'] : [],
  summary:
    "A request that names the storyboard's home brand, or none where its schema has the field, names the run's brand.",

  apply({ payload, operation, subject, mayFill }) {
    const to = subject.brand;
    if (to === null) return unchanged(payload);
    return inOrder(
      payload,
      (body) =>
        mentions(body, '"domain"')
          ? rewrite(body, id, (value, _pointer, key) => opinionOn(value, key, subject))
          : unchanged(body),
      (body) =>
        !mayFill || 'brand' in body || !operation.declares('brand')
          ? unchanged(body)
          : fill(
              body,
              'brand',
              { domain: to.value },
              {
                invariant: id,
                reason: `${operation.task} declares brand and the step names none; the run's brand is ${to.value} (${to.origin})`,
              },
            ),
    );
  },
};

function opinionOn(value: Json, key: string | null, subject: Subject): Opinion {
  if (!isBrandReference(value, key) || subject.brand === null) return undefined;
  const { home, kitBrand, brand: to } = subject;
  if (value.domain === to.value) return undefined;
  const own = [home, kitBrand].find((each) => each?.value === value.domain);
  if (!own) {
    return {
      keep: `${value.domain} is not the storyboard's home brand${home ? ` (${home.value})` : ''}`,
    };
  }
  const which = own === home ? "the storyboard's home brand" : "the test kit's brand";
  return {
    set: { domain: to.value },
    reason: `${own.value} is ${which} (${own.origin}); the run acts for ${to.value} (${to.origin})`,
  };
}
