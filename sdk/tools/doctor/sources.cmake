# The doctor without its main, relative to this folder.
set(HELLOJOHN_DOCTOR_SOURCES arguments.cpp exam.cpp exam_challenge.cpp exam_clean.cpp exam_codes.cpp exam_look.cpp
  exam_recovery.cpp rehearsal.cpp rehearsal_second_factor.cpp report.cpp shapes.cpp wire.cpp)
