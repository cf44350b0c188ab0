import { useState } from 'react';

import { demoToken, demoUsers, describe } from './token.js';

/** The field on top, for the token of whoever asks, and buttons for the demo users where there are some. */
export function TokenBar({ token, onChange }) {
  const [pasted, setPasted] = useState(token);
  const [problem, setProblem] = useState('');

  function use(chosen) {
    setProblem('');
    setPasted(onChange(chosen));
  }

  async function become(user) {
    try {
      use(await demoToken(user));
    } catch (error) {
      setProblem(error.message);
    }
  }

  function submit(event) {
    event.preventDefault();
    use(pasted);
  }

  return (
    <form className="token-bar" onSubmit={submit}>
      <label htmlFor="token">Token</label>
      <input
        id="token"
        type="password"
        autoComplete="off"
        spellCheck={false}
        placeholder="A JWT"
        value={pasted}
        onChange={(event) => setPasted(event.target.value)}
      />
      <button type="submit">Use</button>
      {demoUsers().map((user, index) => (
        <button key={user} type="button" className="secondary" title={user} onClick={() => become(user)}>
          Demo user{index > 0 && ` ${index + 1}`}
        </button>
      ))}
      <output className={problem && 'problem'} htmlFor="token">
        {problem || (token ? describe(token) : 'Every request needs one.')}
      </output>
    </form>
  );
}
