-- The demo user's four trips, and a friend who may change one of them. Run once by the owner of a database of a
-- first run, and harmless when run again.
-- Dates are relative to the day of the first start, so that one trip is always past and the others lie ahead.

insert into users (id, email, profile, preferences, travel_preferences)
values (
  'd3300000-0000-4000-8000-000000000001',
  'demo@tripsage.example',
  '{"displayName": "Dana Demo", "homeAirport": "BER"}',
  '{"seat": "aisle", "language": "en"}',
  '{"diet": "vegetarian"}'
)
on conflict do nothing;

insert into users (id, email, profile)
values ('d3300000-0000-4000-8000-000000000002', 'friend@tripsage.example', '{"displayName": "Frida Friend"}')
on conflict do nothing;

insert into trips (id, user_id, title, description, start_date, end_date, budget_total, status, destinations, metadata)
values
  (
    'd3300000-0000-4000-8000-000000000101',
    'd3300000-0000-4000-8000-000000000001',
    'Lisbon by tram',
    'A long weekend of hills, tiles and custard tarts.',
    current_date - 60,
    current_date - 56,
    1200.00,
    'completed',
    '[{"name": "Lisbon", "country": "PT"}]',
    '{"demo": true}'
  ),
  (
    'd3300000-0000-4000-8000-000000000102',
    'd3300000-0000-4000-8000-000000000001',
    'Kyoto in the maple season',
    'Temples in the morning, noodles at noon, a ryokan for the last two nights.',
    current_date + 30,
    current_date + 41,
    4800.00,
    'booked',
    '[{"name": "Kyoto", "country": "JP"}, {"name": "Nara", "country": "JP"}]',
    '{"demo": true}'
  ),
  (
    'd3300000-0000-4000-8000-000000000103',
    'd3300000-0000-4000-8000-000000000001',
    'Norway by train and ferry',
    'From Oslo over the mountains to Bergen, then north along the coast.',
    current_date + 120,
    current_date + 130,
    3500.00,
    'planning',
    '[{"name": "Oslo", "country": "NO"}, {"name": "Bergen", "country": "NO"}]',
    '{"demo": true}'
  ),
  (
    'd3300000-0000-4000-8000-000000000104',
    'd3300000-0000-4000-8000-000000000001',
    'Workshop in Toronto',
    null,
    current_date + 14,
    current_date + 17,
    null,
    'booked',
    '[{"name": "Toronto", "country": "CA"}]',
    '{"demo": true, "purpose": "work"}'
  )
on conflict do nothing;

insert into trip_members (trip_id, user_id, role)
values ('d3300000-0000-4000-8000-000000000102', 'd3300000-0000-4000-8000-000000000002', 'editor')
on conflict do nothing;

insert into flights (
  id, trip_id, airline, flight_number, departure_airport, arrival_airport, departure_time, arrival_time, price, currency,
  booking_reference, status
)
values
  (
    'd3300000-0000-4000-8000-000000000201', 'd3300000-0000-4000-8000-000000000101', 'TAP Air Portugal', 'TP533',
    'BER', 'LIS', (current_date - 60) + time '07:10', (current_date - 60) + time '10:55', 148.20, 'USD', 'L15B0N', 'booked'
  ),
  (
    'd3300000-0000-4000-8000-000000000202', 'd3300000-0000-4000-8000-000000000101', 'TAP Air Portugal', 'TP532',
    'LIS', 'BER', (current_date - 56) + time '18:05', (current_date - 56) + time '21:45', 162.70, 'USD', 'L15B0N', 'booked'
  ),
  (
    'd3300000-0000-4000-8000-000000000203', 'd3300000-0000-4000-8000-000000000102', 'Finnair', 'AY1432',
    'BER', 'HEL', (current_date + 30) + time '11:20', (current_date + 30) + time '13:15', 90.00, 'USD', 'KY0T02', 'booked'
  ),
  (
    'd3300000-0000-4000-8000-000000000204', 'd3300000-0000-4000-8000-000000000102', 'Finnair', 'AY67',
    'HEL', 'KIX', (current_date + 30) + time '15:45', (current_date + 31) + time '04:55', 730.50, 'USD', 'KY0T02', 'booked'
  ),
  (
    'd3300000-0000-4000-8000-000000000205', 'd3300000-0000-4000-8000-000000000103', 'SAS', 'SK4712',
    'BER', 'OSL', (current_date + 120) + time '08:30', (current_date + 120) + time '10:15', 119.00, 'EUR', null, 'searched'
  ),
  (
    'd3300000-0000-4000-8000-000000000206', 'd3300000-0000-4000-8000-000000000104', 'Air Canada', 'AC847',
    'BER', 'YYZ', (current_date + 14) + time '12:00', (current_date + 14) + time '21:10', 845.00, 'USD', 'T0R0NT', 'booked'
  )
on conflict do nothing;

-- A point is (longitude, latitude).
insert into accommodations (
  id, trip_id, name, type, address, coordinates, check_in_date, check_out_date, price_per_night, total_price, currency,
  booking_reference, amenities, ratings, status
)
values
  (
    'd3300000-0000-4000-8000-000000000301', 'd3300000-0000-4000-8000-000000000101', 'Casa da Graça', 'apartment',
    'Largo da Graça 12, Lisbon', point(-9.1307, 38.7164), current_date - 60, current_date - 56, 95.00, 380.00, 'USD',
    'CG-4410', '["kitchen", "wifi"]', '{"overall": 4.6, "reviews": 212}', 'booked'
  ),
  (
    'd3300000-0000-4000-8000-000000000302', 'd3300000-0000-4000-8000-000000000102', 'Guesthouse Higashiyama', 'guesthouse',
    'Higashiyama Ward, Kyoto', point(135.7809, 34.9948), current_date + 31, current_date + 39, 110.00, 880.00, 'USD',
    'HG-2093', '["wifi", "bicycles"]', '{"overall": 4.8, "reviews": 97}', 'booked'
  ),
  (
    'd3300000-0000-4000-8000-000000000303', 'd3300000-0000-4000-8000-000000000102', 'Ryokan by the Park', 'ryokan',
    'Takabatakecho, Nara', point(135.8431, 34.6785), current_date + 39, current_date + 41, 290.00, 580.00, 'USD',
    'RP-0071', '["breakfast", "hot spring"]', '{"overall": 4.9, "reviews": 41}', 'booked'
  ),
  (
    'd3300000-0000-4000-8000-000000000304', 'd3300000-0000-4000-8000-000000000103', 'Harbour Hotel Bergen', 'hotel',
    'Bryggen, Bergen', point(5.3242, 60.3975), current_date + 122, current_date + 125, 175.00, 525.00, 'EUR',
    null, '["breakfast", "wifi", "sauna"]', '{"overall": 4.3, "reviews": 1804}', 'searched'
  )
on conflict do nothing;
