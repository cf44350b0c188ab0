graphql`
  fragment Trip_card on Trip @refetchable(queryName: "TripRefetchQuery") {
    title
    status
    startDate
    destinations
    spent {
      amount
      currency
    }
    flights {
      id
      flightNumber
    }
  }
`;
