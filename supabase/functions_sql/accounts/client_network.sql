create or replace function core.client_network(client inet) returns inet
language sql immutable parallel safe
return coalesce(case when family(client) = 6 then network(set_masklen(client, 64))::inet else client end, '0.0.0.0');

comment on function core.client_network is $$
The network that counts as one client: an IPv4 address, or the /64 of an IPv6 subscriber. 0.0.0.0 stands for clients
without an address (a Unix socket).
> select core.client_network('2001:db8:1:2:3:4:5:6')
2001:db8:1:2::/64
$$;
