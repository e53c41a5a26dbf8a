-- (step, closed): hours from this step to the complaint's next one, for the last to the settlement or to :as_of.
greatest(date_part('epoch', coalesce(lead(@known(step.at)) over (partition by step.complaint_id order by step.at, step.id),
                                     closed, :as_of) - @known(step.at)), 0) / 3600
