graphql`
  query TripsQuery($count: Int!) {
    ...Trips_list @arguments(count: $count)
  }
`;

graphql`
  fragment Trips_list on Query
  @argumentDefinitions(count: { type: "Int!" }, cursor: { type: "String" })
  @refetchable(queryName: "TripsPaginationQuery") {
    trips(first: $count, after: $cursor, orderBy: CREATED_AT_ASC) @connection(key: "Trips_trips") {
      edges {
        node {
          id
          ...Trip_card
        }
      }
    }
  }
`;

graphql`
  mutation TripsCreateMutation($input: CreateTripInput!, $connections: [ID!]!) {
    createTrip(input: $input) {
      trip @prependNode(connections: $connections, edgeTypeName: "TripEdge") {
        id
        ...Trip_card
      }
    }
  }
`;

graphql`
  mutation TripsDeleteMutation($id: ID!, $connections: [ID!]!) {
    deleteTrip(id: $id) {
      deletedId @deleteRecord @deleteEdge(connections: $connections)
    }
  }
`;
