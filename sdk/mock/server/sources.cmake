# Its server over TLS, relative to this folder.
set(HELLOJOHN_MOCK_SERVER_SOURCES certificate.cpp gate.cpp server.cpp)
if(WIN32)
  list(APPEND HELLOJOHN_MOCK_SERVER_SOURCES listening_port_windows.cpp)
else()
  list(APPEND HELLOJOHN_MOCK_SERVER_SOURCES listening_port_posix.cpp)
endif()
