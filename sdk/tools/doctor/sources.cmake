# The doctor without its main, relative to this folder.
set(HELLOJOHN_DOCTOR_SOURCES arguments.cpp exam.cpp exam_self_hosted.cpp exam_self_hosted_challenge.cpp
  exam_self_hosted_codes.cpp exam_v1.cpp exam_v1_challenge.cpp exam_v1_clean.cpp exam_v1_codes.cpp exam_v1_recovery.cpp
  rehearsal.cpp rehearsal_second_factor.cpp report.cpp shapes.cpp wire.cpp)
