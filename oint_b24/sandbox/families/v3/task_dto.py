"""Tasks as REST 3.0 names them: the object, its related objects, its enumerations.

Platform: tasks/fields-rest-v3.md. What comes without a select is what the documented answer of
tasks.task.get holds; the ids behind related objects come only when they are named.
"""

from __future__ import annotations

from typing import Any

from oint_b24.sandbox.families.tasks.model import (
    AWAITING_CONTROL,
    COMPLETED,
    DEFERRED,
    IN_PROGRESS,
    PENDING,
)
from oint_b24.sandbox.v3 import dto

PRIORITIES = {"low": 0, "average": 1, "high": 2}
STATUSES = {
    "pending": PENDING,
    "in_progress": IN_PROGRESS,
    "supposedly_completed": AWAITING_CONTROL,
    "completed": COMPLETED,
    "deferred": DEFERRED,
}
_UNITS = ("secs", "mins", "hours", "days", "weeks", "monts", "years")  # spelled as documented
_VALUES: dict[str, dict[str, Any]] = {
    "priority": PRIORITIES,
    "status": STATUSES,
    "mark": {"N": "N", "P": "P", "none": None},
    "durationType": {unit: unit for unit in (*_UNITS, "months")},
}

TASK = dto.define(
    "TaskDto",
    "tasks",
    """
id int ID filter sort
title string TITLE sort edit add
description string DESCRIPTION edit
creatorId int CREATED_BY sort add extra
creator UserDto CREATED_BY
created datetime CREATED_DATE sort extra
responsibleId int RESPONSIBLE_ID sort edit add extra
responsible UserDto RESPONSIBLE_ID
deadline datetime DEADLINE sort edit
needsControl bool TASK_CONTROL edit
startPlan datetime START_DATE_PLAN sort edit
endPlan datetime END_DATE_PLAN sort edit
fileIds array -
checklist array -
groupId int GROUP_ID sort edit extra
group GroupDto GROUP_ID
stageId int STAGE_ID edit extra
stage StageDto STAGE_ID
epicId int EPIC_ID edit
storyPoints int STORY_POINTS edit
flowId int FLOW_ID edit extra
flow FlowDto FLOW_ID
priority string PRIORITY sort edit
status string STATUS sort edit
statusChanged datetime STATUS_CHANGED_DATE
accomplices UserDto[] ACCOMPLICES edit
auditors UserDto[] AUDITORS edit
parentId int PARENT_ID edit
parent TaskDto PARENT_ID
containsChecklist bool -
containsSubTasks bool -
containsRelatedTasks bool -
containsGanttLinks bool -
containsPlacements bool -
containsResults bool -
numberOfReminders int -
chatId int CHAT_ID
chat ChatDto CHAT_ID
plannedDuration int DURATION_PLAN edit
actualDuration int DURATION_FACT
durationType string DURATION_TYPE edit
started datetime DATE_START sort
estimatedTime int TIME_ESTIMATE sort edit
replicate bool REPLICATE edit
changed datetime CHANGED_DATE sort
changedById int CHANGED_BY extra
changedBy UserDto CHANGED_BY
statusChangedById int STATUS_CHANGED_BY extra
statusChangedBy UserDto STATUS_CHANGED_BY
closedById int CLOSED_BY extra
closedBy UserDto CLOSED_BY
closed datetime CLOSED_DATE sort
activity datetime ACTIVITY_DATE sort
guid string GUID
xmlId string XML_ID edit
exchangeId string -
exchangeModified string -
outlookVersion int OUTLOOK_VERSION
mark string MARK sort edit
allowsChangeDeadline bool ALLOW_CHANGE_DEADLINE sort edit
allowsTimeTracking bool ALLOW_TIME_TRACKING sort edit
matchesWorkTime bool MATCH_WORK_TIME edit
addInReport bool ADD_IN_REPORT edit
isMultitask bool MULTITASK edit
siteId string SITE_ID edit
forkedByTemplateId int - extra
forkedByTemplate TemplateDto -
deadlineCount int -
declineReason string -
forumTopicId int FORUM_TOPIC_ID
link string -
rights array -
archiveLink string -
crmItemIds array UF_CRM_TASK edit
emailId int - extra
email EmailDto -
elapsedTime ElapsedTimeDto -
requireResult bool - edit
matchesSubTasksTime bool - edit
autocompleteSubTasks bool - edit
allowsChangeDatePlan bool ALLOW_CHANGE_DATE_PLAN edit
maxDeadlineChangeDate datetime MAX_DEADLINE_CHANGE_DATE edit
maxDeadlineChanges int MAX_DEADLINE_CHANGES edit
requireDeadlineChangeReason bool REQUIRE_DEADLINE_CHANGE_REASON edit
inFavorite array FAVORITE_OF
inPin array PINNED_BY
inGroupPin array -
inMute array MUTED_BY
source SourceDto -
dependsOn array DEPENDS_ON edit
scenarios array SCENARIOS edit
""",
    _VALUES,
)
USER = dto.define(
    "UserDto",
    "tasks",
    """
id int -
name string -
role string -
image FileDto -
gender string -
email string -
externalAuthId string -
rights array -
""",
)
dto.define(
    "FileDto",
    "tasks",
    """
id int -
src string -
name string -
width int -
height int -
size int -
subDir string -
contentType string -
file array -
""",
)
GROUP = dto.define(
    "GroupDto",
    "tasks",
    """
id int -
name string -
image FileDto -
type string -
isVisible bool -
""",
)
STAGE = dto.define("StageDto", "tasks", "id int -\ntitle string -\ncolor string -")
FLOW = dto.define("FlowDto", "tasks", "id int -\nname string -")
CHAT = dto.define("ChatDto", "tasks", "id int -\nentityId int -\nentityType string -")
dto.define(
    "TemplateDto",
    "tasks",
    """
id int -
task TaskDto -
title string -
description string -
creator UserDto -
responsibleCollection array -
deadlineAfterTs int -
startDatePlanTs int -
endDatePlanTs int -
replicate bool -
checklist array -
group GroupDto -
priority string -
accomplices array -
auditors array -
parent TemplateDto -
replicateParams ReplicateParamsDto -
""",
)
_REPEATS = ("period", "everyDay", "workdayOnly", "dailyMonthInterval", "everyWeek", "monthlyType",
    "monthlyDayNum", "monthlyMonthNum1", "monthlyWeekDayNum", "monthlyWeekDay", "monthlyMonthNum2",
    "yearlyType", "yearlyDayNum", "yearlyMonth1", "yearlyWeekDayNum", "yearlyWeekDay",
    "yearlyMonth2", "time", "timezoneOffset", "startDate", "repeatTill", "endDate",
    "times")  # fmt: skip
dto.define("ReplicateParamsDto", "tasks", "\n".join(f"{name} string -" for name in _REPEATS))
dto.define(
    "EmailDto",
    "tasks",
    """
id int -
taskId int -
mailboxId int -
title string -
body string -
from string -
dateTs int -
link string -
""",
)
ELAPSED = dto.define(
    "ElapsedTimeDto",
    "tasks",
    """
id int -
userId int -
taskId int -
minutes int -
seconds int -
source string -
text string -
createdAtTs int -
startTs int -
stopTs int -
""",
)
dto.define("SourceDto", "tasks", "type string -\ndata array -")
RESULT = dto.define(
    "ResultDto",
    "tasks",
    """
id int ID filter sort
taskId int TASK_ID filter add
text string TEXT edit add
authorId int CREATED_BY filter sort
author UserDto CREATED_BY
createdAt datetime CREATED_AT sort
updatedAt datetime UPDATED_AT sort
status string STATUS filter sort
fileIds array -
rights array -
messageId int MESSAGE_ID filter sort
""",
    {"status": {"open": 0, "closed": 1}},
)
MESSAGE = dto.define(
    "MessageDto", "tasks", "id int ID filter sort\ntaskId int - add\ntext string - add"
)
# tasks.task.access.* and tasks.task.file.* describe objects of their own.
ACCESS = dto.define("AccessDto", "tasks", "id int ID filter sort")
ATTACHED = dto.define("TaskFileDto", "tasks", "taskId int - add\nfileIds array - add")
