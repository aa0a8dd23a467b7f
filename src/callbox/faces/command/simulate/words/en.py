"""English."""

WORDS: dict[str, str] = {
    "command.simulate": "let policies meet the same days of a city",
    "simulate.what": "say what: run, compare or watch (callbox simulate --help)",
    "simulate.help.run": "let one policy run on a city, and tell what came of it",
    "simulate.help.compare": "let several policies meet the same days, and write a report",
    "simulate.help.watch": "write a page that plays one simulated day",
    "simulate.option.city": "a folder of a city's files, the name of a demo world, or demo:NODES for a generated city",
    "simulate.option.policy": "the policy's name",
    "simulate.option.policies": "names, divided by commas (default: all)",
    "simulate.option.load": "so many times as many calls",
    "simulate.option.loads": "so many times as many calls, divided by commas",
    "simulate.option.json": "as JSON",
    "simulate.option.out": "write report.html, plots and result.json into this folder",
    "simulate.option.page": "the page to write",
    "simulate.option.world": "play the incidents of this world's own ledger again",
    "simulate.option.since": "with --world: incidents from this day on",
    "simulate.option.until": "with --world: incidents before this day",
    "simulate.city_or_world": "name either a city or --world, not both",
    "simulate.dates_need_world": "--from and --until go with --world",
    "simulate.load_of_recorded": "recorded calls are met as they were: leave --load and --loads at 1",
    "simulate.option.calls": "play the calls of this file again (any that `callbox replay` reads)",
    "simulate.purpose": "simulation of policies on past incidents",
    "simulate.wrong.calls_where": (
        "{form}: recorded calls can be played again with the San Francisco model, or from a world"
    ),
    "simulate.wrong.watched": "only drawn days are shown on a page: recorded calls would show where people called from",
    "simulate.assumed.same_calls": (
        "Policies were set up by drawn days with the places and hours of these same calls. Times count from "
        "receipt; a unit can be sent once a call was entered and the usual time to tell one had passed."
    ),
    "simulate.assumed.own_stations": (
        "Units keep the stations that they have there; “static” is that plan, not the best one."
    ),
    "simulate.report.recorded": (
        "Recorded: what was really noted over the same calls. No simulation knows how crews move about, wait "
        "before they answer what is not urgent, call themselves off, or note times late."
    ),
    "simulate.option.days": "how many days, besides one to warm up",
    "simulate.option.seed": "what all chance follows from",
    "simulate.option.zones": "how many zones calls are gathered in, at most",
    "simulate.option.turning": (
        "how many road nodes are added where routes pass, so that units under way can turn there"
    ),
    "simulate.option.crowding": "for JEMSS: weigh each node by the nodes within 500 m to this power (0: all alike)",
    "simulate.option.late_s": "an answer that took longer is late",
    "simulate.option.turnout_s": "from being told to rolling, on average",
    "simulate.option.on_scene_min": "at the scene, on average",
    "simulate.option.handover_min": "at the hospital, on average",
    "simulate.option.transport": "the share of calls that end at a hospital, 0 to 1",
    "simulate.option.calls_a_day": "for roads alone: how many calls a day",
    "simulate.option.units": "another number of units, spread over the stations",
    "simulate.option.stations": "for roads alone: how many stations",
    "simulate.no_city": "name a city to simulate, or a world with --world",
    "simulate.no_policy": "there is no policy {name}; there is {known}",
    "simulate.number": "{option}: {value} must be from {least} to {most}",
    "simulate.loads": (
        "{option}: {value} must be numbers above 0, at most {most}, divided by commas, such as 0.75,1,1.5"
    ),
    "simulate.date": "{option}: {value} must be a day such as 2026-03-02",
    "simulate.not_written": "{path} can't be written: {reason}",
    "simulate.no_drawer": "plots need vl-convert-python: `pip install 'callbox[reports]'` brings it",
    "simulate.written": "written: {path}",
    "simulate.line": "{where}{line}",
    "simulate.wrong.nowhere": "{city} is neither a folder nor a demo world nor demo:NODES",
    "simulate.wrong.folder": (
        "{path} holds no city model: roads.zip (JEMSS), .gr and .co (DIMACS) or grid_definitions.geojson"
    ),
    "simulate.wrong.unreadable": "{path} can't be read: {reason}",
    "simulate.wrong.fleet.unknown_station": "line {line}: there is no station {station}",
    "simulate.wrong.demand.no_places": "there is no place that calls could come from",
    "simulate.wrong.demand.unknown_mode": "a set names the demand mode {mode}, which is not there",
    "simulate.wrong.line.not_a_rate": "line {line}: {value} is no number of calls",
    "simulate.wrong.line.off_globe": "line {line}: this place is not on the globe",
    "simulate.wrong.line.unknown_zone": "line {line}: there is no zone {zone}",
    "simulate.wrong.feature.geometry": "feature {feature}: {wanted} is wanted, not {found}",
    "simulate.wrong.feature.lacks_number": "feature {feature} has no number in {property}",
    "simulate.wrong.nodes": "demo:{nodes}: a generated city has {least} to {most} nodes",
    "simulate.wrong.no_calls": "there are no incidents with a place and a unit to play again",
    "simulate.wrong.no_roads": "the world {world} has no roads yet: `callbox city import FILE` brings them in",
    "simulate.wrong.no_units": "the world {world} has no units with a place to wait at",
    "simulate.step.reading": "reading the city and its travel times",
    "simulate.step.tuning": "load {load}: placing units, learning how busy they are",
    "simulate.step.running": "load {load}: {policy}",
    "simulate.step.day": "playing the day",
    "simulate.head": (
        "{city}: {stations} stations, {hospitals} hospitals, {units} units; {zones} zones on {nodes} road nodes; "
        "{days} days, seed {seed}"
    ),
    "simulate.head_without_roads": (
        "{city}: {stations} stations, {hospitals} hospitals, {units} units; {zones} zones; {days} days, seed {seed}"
    ),
    "simulate.load": "load × {load}: {calls} calls, {a_day} a day; late is over {minutes} min",
    "simulate.column.policy": "policy",
    "simulate.column.priority": "priority",
    "simulate.column.calls": "calls",
    "simulate.column.late": "late, %",
    "simulate.column.late_change": "+−, %",
    "simulate.column.mean": "mean",
    "simulate.column.mean_change": "+−, %",
    "simulate.column.p90": "90 %",
    "simulate.column.moves": "moves a day",
    "simulate.column.busy": "units busy",
    "simulate.intervals": (
        "In brackets: 95 % intervals, by drawing whole days anew from {days} (bootstrap, 1,000 draws); every "
        "policy met the same calls, and changes are paired."
    ),
    "simulate.intervals_short": (
        "±: the longer half of the 95 % interval, by drawing whole days anew from {days}; changes are paired: "
        "every policy met the same calls."
    ),
    "simulate.overloaded": "busy all the time: calls wait longer from day to day, so means and percentiles say nothing",
    "simulate.line_of_policy": "{policy} · {moves} moves a day · units busy {busy} %",
    "simulate.recorded": "as it was recorded",
    "simulate.priority.every": "all",
    "simulate.priority.all": "all",
    "simulate.priority.highPriority": "high",
    "simulate.priority.medPriority": "medium",
    "simulate.priority.lowPriority": "low",
    "simulate.priority.1": "1, most urgent",
    "simulate.priority.2": "2",
    "simulate.priority.3": "3",
    "simulate.priority.4": "4",
    "simulate.policy.static": "static, closest idle",
    "simulate.policy.relieve": "closest, with relief",
    "simulate.policy.redeploy": "redeployment (DMEXCLP)",
    "simulate.policy.dispatch": "dispatch by time and cover",
    "simulate.policy.both": "redeployment and dispatch",
    "simulate.policy.move-up": "with move-ups too",
    "simulate.policy.ahead": "looking ahead",
    "simulate.policy.ahead-capped": "looking ahead, capped",
    "simulate.policy.ahead-still": "looking ahead, no move-ups",
    "simulate.about.static": (
        "The closest free unit by road goes, and returns to its own station; stations are the best by expected "
        "cover (MEXCLP, Daskin 1983). Nobody moves up, and who is under way stays so."
    ),
    "simulate.about.relieve": (
        "As static, but units under way change: to a more urgent call, or for one that came free nearer by."
    ),
    "simulate.about.redeploy": (
        "Who becomes free goes to wait where it adds most expected cover just then (DMEXCLP; Jagtenberg, Bhulai "
        "and van der Mei 2015); with relief."
    ),
    "simulate.about.dispatch": (
        "The unit goes whose travel time and loss of cover together are least; it returns to its own station; with "
        "relief."
    ),
    "simulate.about.both": "Redeployment, and dispatch by time and cover.",
    "simulate.about.move-up": (
        "The same, and waiting units move up to close gaps, a bounded number of times in a shift."
    ),
    "simulate.about.ahead": (
        "Whom to send, where to wait and who moves up is decided by the late calls to be expected at two moments "
        "to come; with relief, and calls may change units. Bounded: two move-ups after an event, eight a unit in "
        "twelve hours."
    ),
    "simulate.about.ahead-capped": (
        "The same, and to the most urgent nobody goes who is there more than a minute later than the first could be."
    ),
    "simulate.about.ahead-still": "The same without move-ups: only who becomes free may go somewhere else to wait.",
    "simulate.assumed.even_nodes": (
        "Assumed: every road node that a house may belong to is equally likely to call (the files name a raster of "
        "population that they do not bring along)."
    ),
    "simulate.assumed.crowded_nodes": (
        "Assumed: calls come from road nodes that a house may belong to, each weighed by the number of such nodes "
        "within 500 m to the power {power}, as a stand-in for the raster of population that the files do not bring "
        "along."
    ),
    "simulate.assumed.beyond": (
        "{share} of calls come from where no station reaches within {minutes} min even on free roads: units that "
        "wait at stations can hardly answer these in time."
    ),
    "simulate.assumed.roads_alone": (
        "Assumed, as only roads are known: {stations} stations by k-means over the nodes (seed {seed}), {units} "
        "units, {calls} calls a day, equally likely from every node, at every hour alike."
    ),
    "simulate.assumed.turnout": "Assumed: {seconds} s from being told to rolling.",
    "simulate.assumed.on_scene": "Assumed: {minutes} min at the scene on average, lognormal, deviation over mean {cv}.",
    "simulate.assumed.carried": (
        "Assumed: {share} of calls end at the nearest hospital, {minutes} min there on average."
    ),
    "simulate.assumed.generated": (
        "A generated city with its own demand: units needed, times at the scene and hours of the day come with it; "
        "{calls} calls a day."
    ),
    "simulate.assumed.not_by_distance": (
        "The modelled times of the {zones} zones do not follow distance from the stations, so they are not used "
        "for driving."
    ),
    "simulate.assumed.straight_model": (
        "Travel times: {speed} km/h in a straight line plus {fixed} s to set out and stop, fitted to the modelled "
        "times of {trips} zones (R² {fit})."
    ),
    "simulate.assumed.straight_trips": (
        "Travel times: {speed} km/h in a straight line plus {fixed} s to set out and stop, fitted to {trips} "
        "recorded trips from stations (R² {fit}: single trips stray far)."
    ),
    "simulate.assumed.straight_slow": "To calls that are not urgent: {speed} km/h, fitted to {trips} such trips.",
    "simulate.assumed.straight_assumed": (
        "Assumed travel times: {speed} km/h in a straight line plus {fixed} s to set out and stop."
    ),
    "simulate.assumed.counted": (
        "Calls by zone as counted in demand.csv over a time the file does not state, {calls} a day, at every hour "
        "alike."
    ),
    "simulate.assumed.ledger": (
        "{calls} recorded incidents from {since} to {until}; each with the units that arrived, its own time at the "
        "scene and at the hospital. {left} were left out: without a place, or nobody arrived."
    ),
    "simulate.assumed.shifts": (
        "{units} units; those that work in shifts are on from an hour before their first answer to an hour after "
        "their last."
    ),
    "simulate.assumed.no_hospital": (
        "No hospital is known: the way to one and the time there count as time at the scene."
    ),
    "simulate.plot.load": "load × {load} · n = {calls}",
    "simulate.plot.late": "answers over {minutes} min, % of calls, 95 % interval",
    "simulate.plot.change": "late answers against “{baseline}”, change in %, 95 % interval, paired",
    "simulate.plot.minutes": "minutes from the call to the first arrival",
    "simulate.plot.within": "% of calls answered by then",
    "simulate.plot.limit": "{minutes} min",
    "simulate.plot.moves": "move-ups for each unit and day",
    "simulate.figure.late": (
        "Share of late answers, all priorities. Dot: {days} days; bar: 95 % interval; dashed: the baseline."
    ),
    "simulate.figure.differences": (
        "What each policy changes on the same days, for all calls (dot) and the most urgent (diamond). Left of the "
        "dashed line is better; where the bar crosses it, {days} days do not tell."
    ),
    "simulate.figure.responses": "Share of calls answered within each time, at load × {load}.",
    "simulate.figure.tradeoff": (
        "What moving units costs, and what it buys: further left is fewer moves, further down fewer late answers."
    ),
    "simulate.report.title": "Whom to send, where to wait: policies on the same days",
    "simulate.report.lead": (
        "Every policy met exactly the same calls. Whatever follows is simulated unless it says otherwise; figures "
        "carry 95 % intervals."
    ),
    "simulate.report.cards": (
        "Late answers (over {minutes} min) at load × {load}, n = {calls} calls: share, 95 % interval, change "
        "against the baseline in %."
    ),
    "simulate.report.is_baseline": "the baseline",
    "simulate.report.plots": "At a glance",
    "simulate.report.tables": "All figures",
    "simulate.report.assumed": "What this rests on",
    "simulate.report.policies": "The policies",
    "simulate.report.baseline": "Baseline: “{baseline}”; all changes are against it.",
    "simulate.report.tuned": (
        "Policies were set up on other days than these; share of time that units were busy there: {busy}."
    ),
    "simulate.report.seed": "Seed {seed}: the same command gives the same figures.",
    "simulate.report.again": "The command that made this:",
    "simulate.said.ASSIGNED": "unit {unit} sent to call {call} ({priority}); {eta} away, closest of {among}",
    "simulate.said.NEXT": "unit {unit} sent to call {call} ({priority}), which had waited for it",
    "simulate.said.RELIEVES": "unit {unit}, free nearer by, takes over call {call} ({priority})",
    "simulate.said.LOST": "call {call} ({priority}) is left to neighbours: no unit is free",
    "simulate.said.CHOSEN": (
        "unit {unit} sent to call {call} ({priority}); {eta} away, although {other} would be there after {best}: "
        "it keeps more cover"
    ),
    "simulate.said.CALLED_OFF": "unit {unit} called off from call {call}",
    "simulate.said.QUEUED": "call {call} ({priority}) waits: no unit is free",
    "simulate.said.OPENED": "call {call} ({priority})",
    "simulate.said.FREE": "unit {unit} is free again",
    "simulate.said.CARRIED": "unit {unit} takes the patient of call {call} to hospital",
    "simulate.said.PLACED": "unit {unit} goes to wait at station {station}",
    "simulate.said.PLACED_HOME": "unit {unit} returns to its station {station}",
    "simulate.said.MOVED": "unit {unit} moves up to station {station}: it closes a gap",
    "simulate.watch.title": "One simulated day",
    "simulate.watch.play": "play",
    "simulate.watch.pause": "pause",
    "simulate.watch.speed": "speed",
    "simulate.watch.calls": "calls open",
    "simulate.watch.free": "units free",
    "simulate.watch.late": "answered late",
    "simulate.watch.decisions": "Decisions and reasons",
    "simulate.watch.station": "station",
    "simulate.watch.hospital": "hospital",
    "simulate.watch.waiting": "waiting",
    "simulate.watch.rolling": "on the way to wait",
    "simulate.watch.responding": "on the way to a call",
    "simulate.watch.on_scene": "at the scene",
    "simulate.watch.carrying": "to hospital and there",
    "simulate.watch.call": "call",
    "simulate.watch.call_late": "call without a unit for too long",
    "simulate.watch.note": "Simulated, not recorded. Positions between road nodes are drawn along straight lines.",
    "simulate.wrong.own_file": "{file} can't be read: {why}",
    "simulate.wrong.own_size": "{file} is longer than {most} bytes: no policy is",
    "simulate.wrong.own_runs": "{file} is no policy: {why}",
    "simulate.wrong.own_answer": "{file} answered what cannot be: {why}",
    "simulate.option.posts": "let units wait at so many street corners too, where policies send them",
    "simulate.option.busy": (
        "the busy fraction that cover is reckoned with: one for all (the default), or each unit's at each hour of the day"
    ),
    "simulate.assumed.busy_by_unit": (
        "Cover is reckoned with each unit's own busy fraction at each hour of the day, from runs on other days."
    ),
    "simulate.option.hours": "speeds by hour of the day against free roads: from 7 to 9 at 0.7, and so on",
    "simulate.option.demand_wrong": "policies reckon with so many times the calls that come",
    "simulate.option.demand_scatter": (
        "policies take each quarter's calls for that share more or fewer than they are, 0 to 0.9"
    ),
    "simulate.option.speeds_wrong": "policies reckon with so many times the speeds that are driven",
    "simulate.option.speeds_scatter": (
        "policies take each quarter's speeds for that share higher or lower than they are, 0 to 0.9"
    ),
    "simulate.option.close_stations": "shut so many stations after the plan was made",
    "simulate.hours": (
        "--hours: {value} must be hours and speeds from {least} to {most}, divided by commas, such as 7-9:0.7,16-18:0.6"
    ),
    "simulate.wrong.speeds_where": (
        "{form}: policies can be mistaken about speeds only where roads are known and calls are drawn"
    ),
    "simulate.wrong.all_closed": "--close-stations: {closed} would leave none of the {stations} stations open",
    "simulate.assumed.posts": (
        "{posts} street posts, one unit each, chosen by expected cover from what is known of the demand. Fleet, "
        "stations and demand stay; “static” is the best plan from the stations alone, and only policies that place or "
        "move units use the posts."
    ),
    "simulate.assumed.hours": (
        "Speeds by hour of the day, {slowest} to {fastest} times those of free roads; units are chosen by the hour's "
        "times, cover is reckoned on free roads."
    ),
    "simulate.assumed.demand_wrong": (
        "Mistaken: the plan and all policies reckon with {value} times the calls that come."
    ),
    "simulate.assumed.demand_scatter": (
        "Mistaken: the plan and all policies take the calls of half of 20 quarters for {percent} % more, of the others "
        "for {percent} % fewer, than they are."
    ),
    "simulate.assumed.speeds_wrong": (
        "Mistaken: the plan and all policies reckon with {value} times the speeds that are driven."
    ),
    "simulate.assumed.speeds_scatter": (
        "Mistaken: the plan and all policies take the speeds in half of 20 quarters for {percent} % higher, in the "
        "others for {percent} % lower, than they are."
    ),
    "simulate.assumed.close_stations": (
        "{value} stations, drawn by the seed, were shut after the plan was made: their units belong to the nearest that"
        " is open."
    ),
    "simulate.said.PLACED_POST": "unit {unit} goes to wait at street post {station}",
    "simulate.said.MOVED_POST": "unit {unit} moves up to street post {station}: it closes a gap",
    "simulate.watch.post": "street post",
    "simulate.option.close": (
        "close streets: a street's name, LAT,LON,METRES or a GeoJSON file; @7-19: at these hours of every day; :0.2: not "
        "closed, but at so much of the speed; as often as wanted (southern latitudes: --close=-36.8,174.7,300)"
    ),
    "simulate.close": (
        "--close: {value} must be a street, LAT,LON,METRES (at most {most} m) or a .geojson file, then perhaps hours from "
        "0 to 24 as @7-19 and a speed below 1 as :0.2"
    ),
    "simulate.close_many": "--close: at most {most} of them",
    "simulate.wrong.close_where": "{form}: streets can be closed only where roads are known",
    "simulate.wrong.close_nothing": "--close: there is no street at {where}",
    "simulate.wrong.close_no_names": "--close: these roads have no names, so {where} is not found: give LAT,LON,METRES",
    "simulate.assumed.closed": "Closed on every day from {from}:00 to {until}:00: {where}.",
    "simulate.assumed.closed_all_day": "Closed on all days: {where}.",
    "simulate.assumed.slow": "From {from}:00 to {until}:00 on every day at {percent} % of the speed: {where}.",
    "simulate.assumed.slow_all_day": "On all days at {percent} % of the speed: {where}.",
    "simulate.assumed.close_known": (
        "Nobody planned for that: stations, posts and cover are reckoned on open roads. From the hour on everybody knows: "
        "units are chosen and drive by the roads as they then are, and whoever is under way goes on by them from the next "
        "corner, or is let through where nothing else leads there. {share} of calls come from places that are cut off: "
        "these wait until somebody can come."
    ),
}
