// The frame of passlock-lock.js: the manners of Auth0's locks, which a page loads when it first uses one.

/** Joins this file to the one that loaded it, which lends what there must be one of. */
export function connect({ Passlock, load }) {
  // @sources names.js errors.js given.js profile.js tokens.js answers.js news.js user_info.js outcome.js redirect.js check_session.js v2_options.js lock_options.js v2_manner.js lock_manner.js manner.js

  return { Manner, checkSession, fetchUserInfo, resumeAuth };
}
