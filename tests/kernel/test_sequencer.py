import threading

from django.db import connection, transaction
from tests.worlds.city import Town

from callbox.kernel import sequencer
from callbox.kernel.tables import LedgerEntry
from callbox.kernel.tree import leaf_hash, root


def positions() -> list[int | None]:
    return list(LedgerEntry.objects.order_by("position").values_list("position", flat=True))


def test_positions_are_dense_and_the_tree_covers_them(town: Town) -> None:
    town.incident()

    placed = sequencer.run()

    assert positions() == list(range(1, placed + 1))
    hashes = LedgerEntry.objects.order_by("position").values_list("hash", flat=True)
    assert sequencer.sequenced().root == root([leaf_hash(bytes(entry)) for entry in hashes])


def test_one_slow_transaction_beside_many_fast_ones_is_not_skipped(town: Town) -> None:
    slow_may_end, slow_has_begun = threading.Event(), threading.Event()

    def slow() -> None:
        with transaction.atomic():
            town.incident()
            slow_has_begun.set()
            slow_may_end.wait(timeout=60)
        connection.close()

    thread = threading.Thread(target=slow)
    thread.start()
    slow_has_begun.wait(timeout=60)
    for _ in range(200):
        town.incident()
        sequencer.run_once()
    slow_may_end.set()
    thread.join()
    sequencer.run()

    assert positions() == list(range(1, LedgerEntry.objects.count() + 1))
