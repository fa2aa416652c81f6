/// Of what a form would send now, what it would not have sent as it was drawn: what nobody touched stays as it is stored, whoever
/// changes it meanwhile, and also where it could not be stored so today.
export const changesOf = (before, now) =>
  Object.fromEntries(Object.entries(now).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(before[name])));
