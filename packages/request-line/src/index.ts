export { type AnswerFrame, answerHeadBytes, lineAnswers, readAnswerHead, writeAnswers } from './answers.ts';
export { createFrameReader, type FrameReader } from './frame-reader.ts';
export { answerHandshake, createNonce, lineHeader, lineProtocol, readHandshakeAnswer } from './handshake.ts';
export { createPacketMac, type PacketMac } from './packet-mac.ts';
export {
  createPacketReader,
  fitsPacket,
  type PacketReader,
  packetBytesMax,
  type ReceivedRequest,
  type RequestFrame,
  type RequestHead,
  writePacket,
  writePackets,
} from './packets.ts';
