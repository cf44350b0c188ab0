graphql`
  query ChatQuery($id: ID!) {
    chatSession(id: $id) {
      ...Chat_messages
    }
  }
`;

graphql`
  fragment Chat_messages on ChatSession
  @argumentDefinitions(count: { type: "Int", defaultValue: 2 }, cursor: { type: "String" })
  @refetchable(queryName: "ChatPaginationQuery") {
    messages(last: $count, before: $cursor) @connection(key: "Chat_messages") {
      edges {
        node {
          content
        }
      }
    }
  }
`;
