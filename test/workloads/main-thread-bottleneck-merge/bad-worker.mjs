import { castVotes } from './votes.mjs'

export default ({ ward }) => castVotes(ward)
