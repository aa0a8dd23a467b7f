"""What may be applied for in the demo city: two permits that need the same paper, so that it is given once. Pure data."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from callbox.site.demo.asked import CITY_HALL

ADDRESS: Final = (
    "address | Proof of where you live: a bill or a lease, its number is enough |"
    " 居住证明：账单或租约，编号即可 | required | 180"
)
PERMITS: Final[Mapping[str, tuple[str, Mapping[str, Any]]]] = {
    "parks.felling": (
        "parks",
        {
            "name": "Permit to fell a tree",
            "name_zh": "砍伐树木许可",
            "deadline_days": 15,
            "keywords": ("fell a tree", "cut down my tree", "砍树", "伐树"),
            "papers": (
                ADDRESS,
                "place | Where the tree stands: a sketch or a photo of it | 树木位置：草图或照片 | required",
                "expert | What an arborist wrote, if you asked one | 园艺师意见（如有） | optional | 365",
            ),
            "closes_by": "decided",
        },
    ),
    "roads.parking": (
        "roads",
        {
            "name": "Resident's parking permit",
            "name_zh": "居民停车证",
            "deadline_days": 10,
            "keywords": ("parking permit", "park at home", "停车证", "居民停车"),
            "papers": (
                ADDRESS,
                "car | Number of the vehicle's registration | 机动车登记编号 | required | 365",
            ),
            "closes_by": "decided",
        },
    ),
}


def permits(where: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """The categories of what may be applied for, as `category.create` is given them."""
    for code, (department, told) in PERMITS.items():
        kept = {"id": code, "organisation": where["c"], "department": where[f"c.{department}"], "group": CITY_HALL}
        yield {**kept, "decides": True, "objection_days": 60, **told}
