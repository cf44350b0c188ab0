// The operations of the first tabs.

import dashboard from '../examples/1-dashboard.graphql';
import createTrip from '../examples/2-create-trip.graphql';
import newTrip from '../examples/2-create-trip.json' with { type: 'text' };
import tripEvents from '../examples/3-trip-events.graphql';
import remember from '../examples/4-remember.graphql';
import searchMemories from '../examples/5-search-memories.graphql';

export const EXAMPLES = [
  { query: dashboard },
  { query: createTrip, variables: newTrip },
  { query: tripEvents },
  { query: remember },
  { query: searchMemories },
];
