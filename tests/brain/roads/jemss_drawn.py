"""A road archive of JEMSS, drawn by hand."""

import io
import zipfile

NODES = "nodes,3,,\nindex,x,y,offRoadAccess,\n1.0,7.0,43.0,1.0\n2.0,7.001,43.0,0.0\n3.0,7.001,43.001,1.0\n,\n"
ARCS = (
    "miscData,,,\narcForm,numModes,\n{form},2\n,\narcs,,,\nindex,fromNode,toNode,distance,mode_1,mode_2,\n"
    "1.0,1.0,2.0,0.082,1e-4,2e-4\n2.0,2.0,3.0,0.112,1e-4,2e-4\n3.0,3.0,1.0,0.14,1e-4,2e-4\n,\n"
)


def archive(nodes: str = NODES, arcs: str = ARCS.format(form="directed")) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("roads/nodes.csv", nodes)
        file.writestr("roads/arcs.csv", arcs)
    return packed.getvalue()
