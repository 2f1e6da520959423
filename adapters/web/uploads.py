"""Where the files of import jobs are uploaded, as to the presigned address of an S3 bucket.

The address is the only right that is needed (domain.imports.upload_urls). A body is taken as it
comes, outside the limit that the API sets: what does not fit is refused when that is known, and
whoever has no right to upload is answered before his body is read.
"""

from __future__ import annotations

from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

from domain.imports.uploads import (
    FILE_BYTES_MAX,
    Address,
    UploadForbidden,
    UploadRefused,
    Uploads,
    UploadTooLarge,
)
from domain.ports.sentinels import Unavailable

AT_ONCE_MAX: Final = 8
"""Uploads at once in one process, each of which holds a piece of its file."""

PATH: Final = "/{pool_id}/imports/{job_id}"

_HEADERS: Final = {"cache-control": "no-store", "x-content-type-options": "nosniff"}
_REFUSALS: Final = {
    UploadForbidden: (403, "The address is wrong, or its time is over."),
    UploadRefused: (409, "The import job takes no file."),
    UploadTooLarge: (413, "The file has more bytes or rows than one may have."),
    Unavailable: (503, "The store cannot be reached."),
}


class UploadPage:
    """Takes files; one of a process."""

    def __init__(self, uploads: Uploads) -> None:
        self._uploads = uploads
        self._under_way = 0

    async def put(self, request: Request) -> Response:
        """Take the file of the job that the address names."""
        if self._under_way >= AT_ONCE_MAX:
            return _refused(503, "Too many files are being uploaded.")
        self._under_way += 1
        try:
            return await self._take(request)
        except (UploadForbidden, UploadRefused, UploadTooLarge, Unavailable) as refusal:
            return _refused(*_REFUSALS[type(refusal)])
        finally:
            self._under_way -= 1

    async def _take(self, request: Request) -> Response:
        upload = await run_in_threadpool(self._uploads.begin, _address(request))
        try:
            _check_announced(request)
            async for content in request.stream():
                await run_in_threadpool(upload.receive, content)
            await run_in_threadpool(upload.finish)
        except ClientDisconnect:
            await run_in_threadpool(upload.abandon)
            return Response(status_code=400)  # to nobody
        except BaseException:
            await run_in_threadpool(upload.abandon)
            raise
        return Response(status_code=200, headers=_HEADERS)


def _address(request: Request) -> Address:
    return Address(
        pool_id=request.path_params["pool_id"],
        job_id=request.path_params["job_id"],
        expires=request.query_params.get("expires", ""),
        signature=request.query_params.get("signature", ""),
    )


def _check_announced(request: Request) -> None:
    announced = request.headers.get("content-length", "")
    if announced.isdigit() and int(announced) > FILE_BYTES_MAX:
        raise UploadTooLarge


def _refused(status: int, text: str) -> Response:
    # Closed, so that the rest of a body that nobody wants is not waited for.
    headers = {**_HEADERS, "connection": "close"}
    return JSONResponse({"message": text}, status_code=status, headers=headers)
