// Whose token the page uses. It lives as long as the browser's tab: sessionStorage is neither shared with others nor kept.

const KEY = 'tripsage.token';

export function storedToken() {
  return sessionStorage.getItem(KEY) ?? '';
}

/** What was pasted, without what belongs to the header. */
export function storeToken(pasted) {
  const token = pasted.trim().replace(/^(Authorization:\s*)?(Bearer\s+)?/i, '');
  if (token) {
    sessionStorage.setItem(KEY, token);
  } else {
    sessionStorage.removeItem(KEY);
  }
  return token;
}

/** Whom a token names and until when, for the eye alone: the gateway decides whether it counts. */
export function describe(token) {
  try {
    const payload = token.split('.')[1].replaceAll('-', '+').replaceAll('_', '/');
    const claims = JSON.parse(new TextDecoder().decode(Uint8Array.from(atob(payload), (c) => c.charCodeAt(0))));
    const whose = claims.email || claims.sub || 'somebody';
    const end = claims.exp ? new Date(claims.exp * 1000) : undefined;
    if (!end) {
      return whose;
    }
    return end < new Date() ? `${whose}, expired` : `${whose}, until ${end.toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'short' })}`;
  } catch {
    return 'not a JWT';
  }
}

/** The users whom the gateway lends to whoever tries it out: none but on the embedded default. */
export function demoUsers() {
  return document.querySelector('meta[name="demo-users"]').content.split(' ').filter(Boolean);
}

export async function demoToken(user) {
  const response = await fetch(`graphiql/demo-users/${encodeURIComponent(user)}/token`, {
    method: 'POST',
    cache: 'no-store',
    credentials: 'omit',
  });
  const answer = await response.json();
  if (!response.ok) {
    throw new Error(answer.errors[0].message);
  }
  return answer.token;
}
