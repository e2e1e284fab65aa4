import { commonProblems, defineProblems } from '@trellis/kernel';

export const pipelineProblems = {
  in_use: commonProblems.in_use,
  illegal_transition: commonProblems.illegal_transition,
  ...defineProblems({
    pipeline_not_found: ['not-found', 'No such pipeline'],
    step_not_found: ['not-found', 'No such step'],
    run_not_found: ['not-found', 'No such run'],
    candidate_not_found: ['not-found', 'No such candidate'],
    cluster_not_found: ['not-found', 'No such cluster'],
    run_closed: ['conflict', 'The run is closed'],
    already_approved: ['conflict', 'The step is approved already'],
    winner_in_branch: ['conflict', 'The winner is in this branch'],
    image_changed: ['conflict', 'The image is not the registered one'],
    candidate_rejected: ['conflict', 'The candidate is rejected'],
    already_voted: ['conflict', 'The pair has a vote already'],
    not_comparable: ['unprocessable', 'The candidates cannot be compared'],
    vote_not_found: ['not-found', 'No such vote'],
    not_latest: ['conflict', 'It is not the latest vote'],
    not_own_vote: ['conflict', 'It is the vote of another key'],
    nothing_to_undo: ['conflict', 'There is nothing to undo'],
    step_in_use: ['conflict', 'The step is in use'],
    invalid_template: ['unprocessable', 'The workflow template is not valid'],
    template_value_missing: ['unprocessable', 'A placeholder has no value'],
    template_value_invalid: ['unprocessable', 'A placeholder has an invalid value'],
  }),
};
