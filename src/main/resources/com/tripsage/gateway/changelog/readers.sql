-- Those who see the trips and chat sessions of these ids, as far as the caller sees them.
select i.id, array(select r from changelog.readers(i.id, i.id) as r) as readers
  from unnest(:ids) as i (id)
