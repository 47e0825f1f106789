import { castVotes, countVotes } from './votes.mjs'

export default ({ ward }) => countVotes(castVotes(ward))
