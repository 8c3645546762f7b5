// Answers that come later: as promises, and for pages that want to be called back.

/** Hands an answer to a callback, too, when there is one. */
function calledBack(answer, callback) {
  if (callback) answer.then((result) => callback(null, result), callback).catch(reportError);
  return answer;
}

/** A hook that answers by a promise, by its end, or by the callback that it takes as its second parameter. */
function asPromise(hook) {
  return (context) =>
    new Promise((resolve, reject) => {
      const answer = hook(context, (error) => (error ? reject(error) : resolve()));
      if (hook.length < 2) resolve(answer);
      else Promise.resolve(answer).catch(reject);
    });
}
