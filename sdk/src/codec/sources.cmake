set(HELLOJOHN_CODEC_SOURCES read.cpp read_more.cpp reader.cpp write.cpp)
