"""The library judge0-client: python judge0_client_library.py URL TOKEN"""

import asyncio
import sys

from judge0_client.client import Judge0Client
from judge0_client.models.single_file_submission import SingleFileSubmission

url, token = sys.argv[1:3]


async def main():
    async with Judge0Client(url + "/judge0", auth_token=token) as client:
        workers = await client.get_workers()
        assert workers[0].failed == 0 and workers[0].available > 0, workers
        assert (await client.get_about()).version == "1.13.1"
        made = await client.create_submission(SingleFileSubmission(source_code="print(3)", language_id=71))
        for _ in range(600):
            found = await client.get_submission(made.token)
            if found.status.id > 2:
                break
            await asyncio.sleep(0.05)
        assert found.status.id == 3, found


asyncio.run(main())
print("done")
