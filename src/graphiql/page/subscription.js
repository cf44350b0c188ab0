// A subscription over graphql-transport-ws, as an observable of all that came so far, the newest first. After a cut it goes on
// behind the last event.

import { createClient } from 'graphql-ws';

const SHOWN = 100;

export function subscription(operation, connectionParams) {
  return {
    subscribe(observer) {
      const log = [];
      let received = 0;
      let state = 'connecting';

      function show(entry) {
        if (entry) {
          log.unshift({ at: new Date().toLocaleTimeString('en-GB'), ...entry });
          log.splice(SHOWN);
        }
        const left = received > SHOWN ? `, the newest ${SHOWN} shown` : '';
        observer.next({ subscription: `${state}, ${received} received${left}`, events: log });
      }

      // graphql-ws sends this very object again when it connects again.
      const resumable = { ...operation };

      function goOnBehind({ extensions, errors = [] }) {
        const cursor = [extensions, ...errors.map((error) => error.extensions)].find((told) => told?.cursor)?.cursor;
        if (cursor) {
          resumable.extensions = { ...operation.extensions, after: cursor };
        }
      }

      const client = createClient({
        url: new URL('graphql', document.baseURI).href.replace(/^http/, 'ws'),
        connectionParams,
        retryAttempts: 12,
        on: {
          connected(socket, payload, isRetry) {
            state = 'connected';
            show(isRetry && { notice: `The connection is back.${resumable.extensions ? ' What happened meanwhile follows.' : ''}` });
          },
          closed({ code, reason }) {
            if (state === 'connected') {
              state = 'connecting again';
              show({ notice: `The connection was lost (${code}${reason && `, ${reason}`}).` });
            }
          },
        },
      });
      const stop = client.subscribe(resumable, {
        next(result) {
          received++;
          goOnBehind(result);
          show(result);
        },
        error(error) {
          state = 'failed';
          show(Array.isArray(error) ? { errors: error } : { notice: explain(error) });
          observer.complete();
        },
        complete() {
          if (state !== 'stopped') {
            state = 'ended';
            show({ notice: 'The gateway has ended the subscription.' });
          }
          observer.complete();
        },
      });
      show();
      return {
        unsubscribe() {
          state = 'stopped';
          show();
          stop();
          client.dispose();
        },
      };
    },
  };
}

function explain(error) {
  return 'code' in error
    ? `The gateway has closed the connection (${error.code}${error.reason && `, ${error.reason}`}).`
    : `There is no connection: ${error.message ?? 'the gateway is out of reach'}`;
}
