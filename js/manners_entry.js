// The frame of passlock-lock.js: the manners of Auth0's locks, which a page loads when it first uses one.

/** Joins this file to the one that loaded it, which lends what both need. */
export function connect(lent) {
  const { Passlock, LOCK_OPTIONS, asPromise, authResultOf, calledBack, claimsOf, clientError } = lent;
  const { fetchUserInfo, load, lockError, logoutAddress, originOf, profileOf, unknownName, v2Profile } = lent;

  // @sources outcome.js redirect.js check_session.js v2_options.js lock_options.js v2_manner.js lock_manner.js manner.js

  return { Manner, resumeAuth, checkSession };
}
