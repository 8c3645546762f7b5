// The person, as the backend knows them.

/** What the backend knows of whose access token this is. */
async function fetchUserInfo(domain, accessToken) {
  const headers = { Authorization: `Bearer ${accessToken}` };
  let response;
  try {
    response = await fetch(`${originOf(domain)}/userinfo`, { headers });
  } catch (cause) {
    throw lockError("unreachable", "the server could not be reached", cause);
  }
  const answer = await response.json().catch(() => ({}));
  if (response.ok) return answer;
  throw lockError(answer.error ?? "request_refused", answer.error_description ?? `status ${response.status}`);
}
