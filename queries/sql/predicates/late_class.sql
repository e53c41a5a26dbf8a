-- (late): the class of days that something is late.
case when late <= interval '7 days' then 'telat-7' when late <= interval '30 days' then 'telat-30'
     when late <= interval '90 days' then 'telat-90' else 'telat-lama' end
